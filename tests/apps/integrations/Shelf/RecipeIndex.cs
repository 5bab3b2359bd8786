using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace Shelf;

/// <summary>An index in memory that is searched.</summary>
internal static class RecipeIndex
{
    public static void Run()
    {
        using var folder = new RAMDirectory();
        using (var writer = new IndexWriter(folder, new IndexWriterConfig(LuceneVersion.LUCENE_48, null)))
            writer.AddDocument(new Document { new StringField("name", "rye", Field.Store.YES) });
        using var reader = DirectoryReader.Open(folder);
        Console.WriteLine(Search(new IndexSearcher(reader)));
    }

    private static string Search(IndexSearcher searcher)
    {
        var query = new TermQuery(new Term("name", "rye"));
        var sorted = searcher.Search(query, 10, new Sort(new SortField("name", SortFieldType.STRING)));
        return $"{searcher.Search(query, 10).TotalHits} {sorted.TotalHits}";
    }
}
