using DdRun.Instrumentation.Integrations.AdoNet;

namespace DdRun.Integrations.Tests.Databases;

public class DbConnectionTagsTests
{
    [Theory]
    [InlineData("Host=db.example;Port=5433;Username=chef;Password=secret;Database=shop", "shop", "chef", "db.example", 5433)]
    [InlineData("Server=tcp:sql.example,1433;Initial Catalog=shop;User ID=chef;Password=secret", "shop", "chef", "tcp:sql.example,1433", 0)]
    [InlineData("server=127.0.0.1;port=3306;uid=root;database=mysql;SslMode=None", "mysql", "root", "127.0.0.1", 3306)]
    [InlineData("Data Source=orders.db", "orders.db", null, null, 0)]
    [InlineData("Data Source=:memory:", ":memory:", null, null, 0)]
    [InlineData("Data Source=/var/data/orders;Mode=ReadOnly", "/var/data/orders", null, null, 0)]
    [InlineData("Data Source=oracle.example/XE;User Id=chef;Password=secret", null, "chef", "oracle.example/XE", 0)]
    [InlineData("this is ; no = connection ; string '", null, null, null, 0)]
    [InlineData("Port=many;Host=h", null, null, "h", 0)]
    public void A_connection_string_gives_database_user_host_and_port(string text, string? database, string? user, string? host, int port) =>
        Assert.Equal(new DbConnectionTags(database, user, host, port), DbConnectionTags.Parse(text));

    [Theory]
    [InlineData("Host=h;Username=u;Password=secret;Database=d")]
    [InlineData("Server=h;Uid=u;Pwd=secret")]
    public void The_password_is_in_none_of_them(string text) =>
        Assert.DoesNotContain("secret", DbConnectionTags.Parse(text).ToString(), StringComparison.Ordinal);
}
