using DdRun.Text;

namespace DdRun.Runtime.Tests.Configuration;

public class DigitsTests
{
    [Theory]
    [InlineData("0", 9, 0L)]
    [InlineData("007", 9, 7L)]
    [InlineData("65535", 65535, 65535L)]
    [InlineData("9223372036854775807", long.MaxValue, long.MaxValue)]
    [InlineData("65536", 65535, null)]
    [InlineData("9223372036854775808", long.MaxValue, null)]
    [InlineData("99999999999999999999", long.MaxValue, null)]
    [InlineData("-1", 9, null)]
    [InlineData("1 ", 9, null)]
    [InlineData("", 9, null)]
    public void A_number_is_digits_up_to_a_limit(string text, long most, long? number)
    {
        Assert.Equal(number is not null, Digits.TryParse(text, most, out var read));
        if (number is not null)
            Assert.Equal(number, read);
    }
}
