using DdRun.Viewer.Hosting;
using DdRun.Viewer.Tree;

return await (args is [TreeOptions.Word, .. var rest] ? TreeProcess.RunAsync(rest) : ViewerProcess.RunAsync(args));
