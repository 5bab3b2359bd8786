await Stores.Use(args[0]);
