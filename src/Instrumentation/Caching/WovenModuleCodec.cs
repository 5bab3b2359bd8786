using System.Text;
using DdRun.Instrumentation.Weaving;
using DdRun.Probes;

namespace DdRun.Instrumentation.Caching;

/// <summary>Keeps a module's plan as bytes.</summary>
internal static class WovenModuleCodec
{
    /// <summary>Changes whenever the same rules would give another plan, or other bytes.</summary>
    public const string Version = "2";

    public static byte[] Write(WovenModule woven)
    {
        using var stream = new MemoryStream(woven.Plan.Length + 1024);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)woven.Check);
        Bytes(writer, woven.Plan);
        List(writer, woven.SitePositions, static (w, position) => w.Write(position));
        List(writer, woven.Tokens, static (w, token) => w.Write(token));
        List(writer, woven.Sites, WriteSite);
        List(writer, woven.Dependencies, static (w, dependency) =>
        {
            w.Write(dependency.Name);
            w.Write(dependency.Mvid.ToByteArray());
        });
        List(writer, woven.Reports, WriteReport);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Null when the bytes are not what was written.</summary>
    public static WovenModule? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            var check = (PlanCheck)reader.ReadByte();
            var plan = reader.ReadBytes(Count(reader, 1));
            var positions = List(reader, 4, static r => r.ReadInt32());
            var tokens = List(reader, 4, static r => r.ReadUInt32());
            var sites = List(reader, 4, ReadSite);
            var dependencies = List(reader, 17, static r => new ModuleVersion(r.ReadString(), new Guid(r.ReadBytes(16))));
            var reports = List(reader, 8, ReadReport);
            foreach (var position in positions)
            {
                if (position < 0 || position > plan.Length - 4)
                    return null;
            }
            return stream.Position == stream.Length ? new WovenModule(plan, positions, sites, tokens, reports) { Check = check, Dependencies = dependencies } : null;
        }
        catch (Exception e) when (e is IOException or ArgumentException or FormatException or InvalidDataException)
        {
            return null;
        }
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
        List(writer, plan.Results, static (w, path) =>
        {
            w.Write(path.Template);
            w.Write(path.Part);
            w.Write(path.Last);
            List(w, path.Steps, static (inner, step) => inner.Write(step));
        });
    }

    private static SitePlan ReadSite(BinaryReader reader)
    {
        var site = new ProbeSite
        {
            Name = reader.ReadString(),
            Service = Text(reader),
            Resource = Text(reader),
            Type = Text(reader),
            Method = reader.ReadString(),
            OnlyInsideTrace = reader.ReadBoolean(),
            Tags = ReadTags(reader),
            Templates = List(reader, 3, ReadTemplate),
        };
        var observer = Text(reader);
        return new SitePlan(site, observer, List(reader, 10, static r =>
            new TaskResultPath(r.ReadInt32(), r.ReadInt32(), r.ReadBoolean(), List(r, 1, static inner => inner.ReadString()))));
    }

    // Not by List: over a pair it is not precompiled.
    private static KeyValuePair<string, string>[] ReadTags(BinaryReader reader)
    {
        var tags = new KeyValuePair<string, string>[Count(reader, 2)];
        for (var i = 0; i < tags.Length; i++)
            tags[i] = new(reader.ReadString(), reader.ReadString());
        return tags;
    }

    private static ProbeTemplate ReadTemplate(BinaryReader reader)
    {
        var target = (ProbeTarget)reader.ReadByte();
        var key = Text(reader);
        var hasLiterals = reader.ReadBoolean();
        var literals = List(reader, 1, static r => r.ReadString());
        return new ProbeTemplate { Target = target, Key = key, Literals = hasLiterals ? literals : null };
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

    private static MethodReport ReadReport(BinaryReader reader)
    {
        var (token, method, rule) = (reader.ReadUInt32(), reader.ReadString(), reader.ReadString());
        var (code, reason) = (Text(reader), Text(reader));
        return new MethodReport(token, method, rule, code is null ? null : new Refusal(code, reason ?? ""), List(reader, 1, static r => r.ReadString()));
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

    private static string? Text(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void List<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items)
            write(writer, item);
    }

    private static T[] List<T>(BinaryReader reader, int smallest, Func<BinaryReader, T> read)
    {
        var items = new T[Count(reader, smallest)];
        for (var i = 0; i < items.Length; i++)
            items[i] = read(reader);
        return items;
    }

    // A count is only believed as far as there are bytes for it.
    private static int Count(BinaryReader reader, int smallest)
    {
        var count = reader.ReadInt32();
        var left = reader.BaseStream.Length - reader.BaseStream.Position;
        return count >= 0 && count <= left / smallest ? count : throw new InvalidDataException();
    }
}
