return await DdRun.Viewer.Hosting.ViewerProcess.RunAsync(args);
