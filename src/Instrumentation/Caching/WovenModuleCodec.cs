using System.Text;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Plans;
using DdRun.Probes;

namespace DdRun.Instrumentation.Caching;

/// <summary>Keeps a module's plan as bytes.</summary>
internal static class WovenModuleCodec
{
    /// <summary>Changes whenever the same rules would give another plan, or other bytes.</summary>
    public const string Version = "5";

    public static byte[] Write(WovenModule woven)
    {
        using var stream = new MemoryStream(woven.Plan.Length + 1024);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)woven.Check);
        Bytes(writer, woven.Plan);
        List(writer, woven.SitePositions, static (w, position) => w.Write(position));
        List(writer, woven.Tokens, static (w, token) => w.Write(token));
        WriteSites(writer, woven.Sites);
        List(writer, woven.Dependencies, static (w, dependency) =>
        {
            w.Write(dependency.Name);
            w.Write(dependency.Mvid.ToByteArray());
        });
        Bytes(writer, WriteReports(woven.Reports));
        List(writer, woven.Missed ?? [], static (w, missed) =>
        {
            w.Write(missed.Index);
            w.Write(missed.Reason);
        });
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Null when the bytes are not what was written.</summary>
    public static WovenModule? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new PlanReader(bytes);
            var check = (PlanCheck)reader.Byte();
            var plan = reader.Take(reader.Count(1)).ToArray();
            var positions = new int[reader.Count(4)];
            for (var i = 0; i < positions.Length; i++)
            {
                positions[i] = reader.Int32();
                if (positions[i] < 0 || positions[i] > plan.Length - 4)
                    return null;
            }
            var tokens = new uint[reader.Count(4)];
            for (var i = 0; i < tokens.Length; i++)
                tokens[i] = (uint)reader.Int32();
            var siteCount = reader.Count(4);
            var canWait = reader.Boolean();
            var sites = reader.Take(reader.Count(1)).ToArray();
            if (siteCount > sites.Length / sizeof(int))
                return null;
            var dependencies = new ModuleVersion[reader.Count(17)];
            for (var i = 0; i < dependencies.Length; i++)
                dependencies[i] = new(reader.String(), new Guid(reader.Take(16)));
            var reports = reader.Take(reader.Count(1)).ToArray();
            var missed = ReadMissed(ref reader);
            // The sites and reports of all methods would take longer than all the rest.
            return reader.IsAtEnd
                ? new WovenModule(plan, positions, null!, tokens, null!)
                {
                    Check = check,
                    Dependencies = dependencies,
                    Missed = missed,
                    KeptSites = new KeptSites(sites, siteCount, canWait),
                    ReadReports = () => ReadReports(reports),
                }
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void WriteSites(BinaryWriter writer, SitePlan[] sites)
    {
        using var stream = new MemoryStream();
        using var inner = new BinaryWriter(stream, Encoding.UTF8);
        var starts = new int[sites.Length];
        var canWait = true;
        for (var i = 0; i < sites.Length; i++)
        {
            inner.Flush();
            starts[i] = sites.Length * sizeof(int) + (int)stream.Position;
            WriteSite(inner, sites[i]);
            canWait &= sites[i].Observer is null;
        }
        inner.Flush();
        writer.Write(sites.Length);
        writer.Write(canWait);
        writer.Write(starts.Length * sizeof(int) + (int)stream.Length);
        foreach (var start in starts)
            writer.Write(start);
        writer.Write(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteSite(BinaryWriter writer, SitePlan plan)
    {
        var site = plan.Site;
        writer.Write(site.Name);
        Text(writer, site.Service);
        Text(writer, site.Resource);
        Text(writer, site.Type);
        writer.Write(site.Method);
        writer.Write(site.OnlyInsideTrace);
        List(writer, site.Tags, static (w, tag) =>
        {
            w.Write(tag.Key);
            w.Write(tag.Value);
        });
        List(writer, site.Templates, static (w, template) =>
        {
            w.Write((byte)template.Target);
            Text(w, template.Key);
            w.Write(template.Literals is not null);
            List(w, template.Literals ?? [], static (inner, literal) => inner.Write(literal));
        });
        Text(writer, plan.Observer);
        writer.Write(plan.Site.KeptValues);
        List(writer, plan.Late, static (w, template) =>
        {
            w.Write(template.Template);
            List(w, template.Holes, static (inner, words) => List(inner, words, static (one, word) => one.Write(word)));
        });
    }

    /// <exception cref="InvalidDataException">The bytes are not what was written.</exception>
    public static SitePlan ReadSite(ref PlanReader reader)
    {
        var (name, service, resource, type) = (reader.String(), reader.Text(), reader.Text(), reader.Text());
        var (method, isInside, tags, templates) = (reader.String(), reader.Boolean(), ReadTags(ref reader), ReadTemplates(ref reader));
        var observer = reader.Text();
        var site = new ProbeSite
        {
            Name = name,
            Service = service,
            Resource = resource,
            Type = type,
            Method = method,
            OnlyInsideTrace = isInside,
            Tags = tags,
            Templates = templates,
            KeptValues = reader.Int32(),
        };
        return new SitePlan(site, observer, ReadLate(ref reader));
    }

    private static KeyValuePair<string, string>[] ReadTags(ref PlanReader reader)
    {
        var tags = new KeyValuePair<string, string>[reader.Count(2)];
        for (var i = 0; i < tags.Length; i++)
            tags[i] = new(reader.String(), reader.String());
        return tags;
    }

    private static ProbeTemplate[] ReadTemplates(ref PlanReader reader)
    {
        var templates = new ProbeTemplate[reader.Count(3)];
        for (var i = 0; i < templates.Length; i++)
        {
            var target = (ProbeTarget)reader.Byte();
            var key = reader.Text();
            var hasLiterals = reader.Boolean();
            var literals = reader.Strings();
            templates[i] = new() { Target = target, Key = key, Literals = hasLiterals ? literals : null };
        }
        return templates;
    }

    private static LateTemplate[] ReadLate(ref PlanReader reader)
    {
        var templates = new LateTemplate[reader.Count(8)];
        for (var i = 0; i < templates.Length; i++)
        {
            var template = reader.Int32();
            var holes = new string[reader.Count(4)][];
            for (var hole = 0; hole < holes.Length; hole++)
                holes[hole] = reader.Strings();
            templates[i] = new(template, holes);
        }
        return templates;
    }

    private static byte[] WriteReports(MethodReport[] reports)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        List(writer, reports, WriteReport);
        writer.Flush();
        return stream.ToArray();
    }

    private static MethodReport[] ReadReports(byte[] bytes)
    {
        try
        {
            var reader = new PlanReader(bytes);
            var reports = new MethodReport[reader.Count(8)];
            for (var i = 0; i < reports.Length; i++)
                reports[i] = ReadReport(ref reader);
            return reports;
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private static void WriteReport(BinaryWriter writer, MethodReport report)
    {
        writer.Write(report.Token);
        writer.Write(report.Method);
        writer.Write(report.Rule);
        Text(writer, report.Refusal?.Code);
        Text(writer, report.Refusal?.Reason);
        List(writer, report.Notes, static (w, note) => w.Write(note));
    }

    private static MethodReport ReadReport(ref PlanReader reader)
    {
        var token = (uint)reader.Int32();
        var (method, rule, code, reason) = (reader.String(), reader.String(), reader.Text(), reader.Text());
        return new MethodReport(token, method, rule, code is null ? null : new Refusal(code, reason ?? ""), reader.Strings());
    }

    private static MissedRule[]? ReadMissed(ref PlanReader reader)
    {
        if (reader.Count(5) is not (> 0 and var count))
            return null;
        var missed = new MissedRule[count];
        for (var i = 0; i < missed.Length; i++)
            missed[i] = new(reader.Int32(), reader.String());
        return missed;
    }

    private static void Bytes(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static void Text(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    private static void List<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items)
            write(writer, item);
    }
}
