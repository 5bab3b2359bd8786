return DdRun.Launcher.CommandLine.Run(args);
