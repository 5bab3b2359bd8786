namespace DdRun.Instrumentation.Plans;

internal enum PlanItemKind : byte
{
    AssemblyReference = 1,
    TypeReference = 2,
    TypeSpecification = 3,
    MemberReference = 4,
    MethodSpecification = 5,
    Signature = 6,
    UserString = 7,
}
