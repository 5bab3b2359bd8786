using System.Text;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Caching;
using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Patterns;
using DdRun.Instrumentation.Plans;
using DdRun.Probes;

namespace DdRun.Instrumentation.Tests.Manifests;

public class FuzzTests
{
    private const string Alphabet = "{}[]()\"\\,.:*+<>?`'/ \n\tab1-@!~{é\u0000\uD800";

    private static readonly string[] s_manifests =
    [
        """{ "$schema": "x", "assembly": "A", "versions": "1.0-2", "instrument": [ { "method": "A.B<T>+C.D(string, int?, ref List<T[]>, ..)", "name": "{type}", "tags": { "a": "{x.Y[0][\"k\"]}", "b": 1 } } ] }""",
        """
        // comment
        { "instrument": [ { "implements": "**.I*.Go(*)", "when": "parent", "error": "{return.Bad}", "observe": { "with": "T, A", "values": ["{this}", "{0}"], "lend": "{x}" } }, /* x */ ], }
        """,
    ];

    [Fact]
    public void Mutated_manifests_give_rules_or_located_problems()
    {
        var random = new Random(7);
        for (var i = 0; i < 100_000; i++)
        {
            var text = Mutate(random, s_manifests[i % s_manifests.Length]);
            var problems = new List<ManifestProblem>();
            var rules = ManifestReader.Read("f", text, problems);
            Assert.All(problems, problem => Assert.True(problem is { Line: > 0, Column: > 0 } && problem.Message.Length > 0, text));
            Assert.True(problems.Count > 0 || rules.Count > 0 || text.Contains('['), text);
        }
    }

    [Fact]
    public void Mutated_patterns_and_templates_are_read_or_refused()
    {
        var random = new Random(8);
        for (var i = 0; i < 100_000; i++)
        {
            var pattern = Mutate(random, "Ns.**.Outer<T>+In*ner.Go*(string, int?, List<Dictionary<*, T[,]>>&, ref byte*, ..)");
            if (MethodPattern.TryParse(pattern, out var parsed, out var error, out var column))
                parsed.Type.IsMatch("Ns.A.B", ["Outer", "Inner"]);
            else
                Assert.True(error.Length > 0 && column >= 0 && column <= pattern.Length, pattern);

            var template = Mutate(random, "order {order.Items[0].Name} {{x}} of {this.Map[\"k}\"]?.Y} {method}{return}");
            if (Template.TryParse(template, out var read, out error, out column))
                Assert.Equal(read.Holes.Length + 1, read.Literals.Length);
            else
                Assert.True(error.Length > 0 && column >= 0 && column <= template.Length, template);
        }
    }

    [Fact]
    public void Mutated_plans_are_read_or_refused()
    {
        var woven = new WovenModule([.. Enumerable.Repeat((byte)1, 64)], [8, 20], [new SitePlan(Site(), "observer", [new LateTemplate(0, [["==", "return", "1", "A", "null"]])])], [0x06000001],
            [new MethodReport(0x06000001, "A.B", "f(1,1)", Refusal.TailCall, ["note"])])
        { Dependencies = [new ModuleVersion("x", Guid.NewGuid())], Missed = [new MissedRule(1, "why")] };
        var bytes = WovenModuleCodec.Write(woven);
        Assert.Equal(bytes, WovenModuleCodec.Write(WovenModuleCodec.Read(bytes)!));
        var random = new Random(9);
        for (var i = 0; i < 10_000; i++)
        {
            var copy = bytes.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                copy[random.Next(copy.Length)] = (byte)random.Next(256);
            var read = WovenModuleCodec.Read(copy.AsSpan(0, random.Next(4) == 0 ? random.Next(copy.Length) : copy.Length));
            Assert.True(read is null || read.SitePositions.All(position => position >= 0 && position <= read.Plan.Length - 4));
            // What is read late is whole, or says that it is not.
            try
            {
                _ = (read?.Reports, read?.Sites);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void Sites_are_read_one_by_one_and_wait_only_without_observers()
    {
        SitePlan[] plain = [new SitePlan(Site("first"), null, []), new SitePlan(Site("second"), null, [new LateTemplate(0, [["a"]])])];
        var read = WovenModuleCodec.Read(WovenModuleCodec.Write(new WovenModule([1, 2, 3, 4], [0], plain, [0x06000001], [])))!;
        var observed = WovenModuleCodec.Read(WovenModuleCodec.Write(new WovenModule([1, 2, 3, 4], [0], [.. plain, new SitePlan(Site("third"), "observer", [])], [0x06000001], [])))!;

        Assert.Equal((2, true), (read.KeptSites!.Count, read.KeptSites.CanWait));
        Assert.Equal(("second", "a"), (read.KeptSites.Read(1).Site.Name, read.KeptSites.Read(1).Late[0].Holes[0][0]));
        Assert.Equal(["first", "second"], read.Sites.Select(site => site.Site.Name));
        Assert.Equal((3, false), (observed.KeptSites!.Count, observed.KeptSites.CanWait));
        Assert.Equal("observer", observed.Sites[2].Observer);
    }

    private static ProbeSite Site(string name = "n") => new()
    {
        Name = name,
        Service = "s",
        Tags = [new("k", "v")],
        Method = "m",
        Templates = [new ProbeTemplate { Target = ProbeTarget.Tag, Key = "k", Literals = ["a", "b"] }],
    };

    private static string Mutate(Random random, string text)
    {
        var result = new StringBuilder(text);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(result.Length);
            switch (random.Next(4))
            {
                case 0:
                    result.Remove(at, Math.Min(random.Next(1, 8), result.Length - at));
                    break;
                case 1:
                    result.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                case 2:
                    result[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
                default:
                    result.Insert(at, result.ToString(at, Math.Min(random.Next(1, 20), result.Length - at)));
                    break;
            }
            if (result.Length == 0)
                result.Append(' ');
        }
        return result.ToString();
    }
}
