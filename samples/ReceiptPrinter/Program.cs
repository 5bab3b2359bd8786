using ReceiptPrinter;

var jobs = new PrintJobs();
var printing = new Printer(jobs).RunAsync();

var till = new Till(jobs);
(string Sandwich, decimal Price)[] sales = [("blt", 5.20m), ("cheese", 3.90m), ("air", 0m), ("club", 6.40m)];
foreach (var (sandwich, price) in sales)
    await till.SellAsync(sandwich, price);

jobs.Close();
await printing;
