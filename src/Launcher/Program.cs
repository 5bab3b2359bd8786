return DdRun.Launcher.MainCommand.Run(args);
