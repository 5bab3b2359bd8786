namespace DdRun.Instrumentation.Plans;

/// <summary>A metadata token of the module as it is, or an item of the plan. Layout: docs/weave-plan.md.</summary>
internal readonly record struct PlanReference(uint Value)
{
    private const uint ItemTag = 0xFF000000;

    public static PlanReference Token(uint token) => new(token);

    public static PlanReference Item(int index) => new(ItemTag | (uint)index);

    public bool IsItem => Value >= ItemTag;
    public int Index => (int)(Value & 0x00FFFFFF);
}
