return await DdRun.Viewer.Tree.TreeProcess.RunAsync(args);
