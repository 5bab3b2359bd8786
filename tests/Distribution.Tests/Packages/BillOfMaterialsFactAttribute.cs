namespace DdRun.Distribution.Tests.Packages;

/// <summary>Skipped with the reason where the tool that writes it cannot be had.</summary>
public sealed class BillOfMaterialsFactAttribute : FactAttribute
{
    public BillOfMaterialsFactAttribute() =>
        Skip = Directory.GetFiles(PackageFolder.Path, "*.cdx.json").Length > 0 ? null : "the package CycloneDX could not be had when the packages were made";
}
