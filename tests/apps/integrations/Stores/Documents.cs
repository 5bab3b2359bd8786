using JasperFx;
using Marten;

namespace Stores;

/// <summary>Marten: documents in PostgreSQL.</summary>
internal static class Documents
{
    public static async Task Run(string database)
    {
        await using var store = DocumentStore.For(options =>
        {
            options.Connection(database);
            options.AutoCreateSchemaObjects = AutoCreate.None;
            options.RegisterDocumentType<Recipe>();
        });
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await using (var session = store.LightweightSession())
        {
            session.Store(new Recipe { Id = 7, Name = "rye" });
            await session.SaveChangesAsync();
        }
        await using var query = store.QuerySession();
        Console.WriteLine((await query.LoadAsync<Recipe>(7))?.Name);
        Console.WriteLine(await query.Query<Recipe>().CountAsync(recipe => recipe.Name == "rye"));
    }

    public sealed class Recipe
    {
        public int Id { get; set; }
        public string Name { get; set; } = "";
    }
}
