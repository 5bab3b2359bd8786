using Microsoft.AspNetCore.Mvc;

namespace DdRun.Integrations.Tests.AspNetCore;

[Route("api/[controller]")]
public sealed class ApplesController : Controller
{
    [HttpGet("{color}")]
    public ContentResult Get(string color) => Content(color);
}

public sealed class HomeController : Controller
{
    public ContentResult Index() => Content("home");

    public ContentResult About(int id) => Content($"about {id}");
}
