Console.WriteLine("still here");
return 3;
