namespace DdRun.Profiler.Tests;

public class ModuleTests
{
    [Theory, ClassData(typeof(Frameworks))]
    public async Task Thousands_of_precompiled_methods_of_the_framework_are_changed_in_one_request(string framework) =>
        Assert.Equal("thousands: 0, 0 refused\n{\"Name\":\"Reuben\",\"Layers\":[1,2]}", await ProfiledApp.Run(framework, "framework"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task The_image_of_a_module_loaded_from_bytes_is_found(string framework) =>
        Assert.Equal("True False True", await ProfiledApp.Run(framework, "bytes"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_collectible_module_is_refused(string framework) =>
        Assert.Equal("the runtime cannot change methods of collectible assemblies", await ProfiledApp.Run(framework, "collectible"));

    [Theory, ClassData(typeof(Frameworks))]
    public async Task A_plan_for_another_build_is_refused(string framework) =>
        Assert.Equal("the plan was made for another build of the module", await ProfiledApp.Run(framework, "build"));
}
