using System.Reflection;
using DdRun.Instrumentation.Integrations.Testing;

namespace DdRun.Instrumentation.Integrations.MsTestV2;

/// <summary>What a test or its class is marked with. Read and not made: attributes are the program's own code.</summary>
internal static class TestAttributes
{
    private const string Namespace = "Microsoft.VisualStudio.TestTools.UnitTesting";

    public static void AddTo(TestTraits traits, MemberInfo member)
    {
        foreach (var attribute in member.GetCustomAttributesData())
        {
            if (attribute.AttributeType.Namespace != Namespace)
                continue;
            var arguments = attribute.ConstructorArguments;
            switch (attribute.AttributeType.Name)
            {
                case "TestCategoryAttribute" when arguments is [{ Value: string category }]:
                    traits.Add("Category", category);
                    break;
                case "TestPropertyAttribute" when arguments is [{ Value: string name }, { Value: var value }]:
                    traits.Add(name, value as string);
                    break;
                case "OwnerAttribute" when arguments is [{ Value: string owner }]:
                    traits.Add("Owner", owner);
                    break;
            }
        }
    }
}
