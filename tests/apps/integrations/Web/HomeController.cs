using Microsoft.AspNetCore.Mvc;

namespace Web;

public class HomeController : Controller
{
    public string Index() => "home";

    public string Fails() => throw new InvalidOperationException("out of order");

    public string About(int id) => $"about {id}";

    [HttpGet("api/breads/{kind}")]
    public IActionResult Bread(string kind) => Json(new { kind });
}
