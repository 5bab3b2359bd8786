using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Stores;

/// <summary>Users of ASP.NET Core Identity in a database.</summary>
internal static class Users
{
    public static async Task Run()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var services = new ServiceCollection().AddLogging();
        services.AddDbContext<People>(options => options.UseSqlite(connection));
        services.AddIdentityCore<IdentityUser>().AddEntityFrameworkStores<People>();
        await using var provider = services.BuildServiceProvider();
        var people = provider.GetRequiredService<People>();
        await people.Database.ExecuteSqlRawAsync(people.Database.GenerateCreateScript());
        var users = provider.GetRequiredService<UserManager<IdentityUser>>();
        Console.WriteLine((await users.CreateAsync(new IdentityUser("baker"))).Succeeded);
        Console.WriteLine((await users.FindByNameAsync("baker"))?.UserName);
    }

    private sealed class People(DbContextOptions<People> options) : IdentityDbContext<IdentityUser>(options);
}
