return DdRun.Launcher.Cli.CommandLine.Run(args);
