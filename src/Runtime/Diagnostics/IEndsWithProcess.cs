namespace DdRun.Diagnostics;

/// <summary>Has something to send when the process may be about to end. What several have to send is sent at the same time, and all share one limit.</summary>
internal interface IEndsWithProcess
{
    /// <summary>Sends, or makes another thread send while others do their part on this one.</summary>
    void BeginEnd(ExitDeadline limit);

    /// <summary>Waits for what has begun, and sends what has come up meanwhile.</summary>
    /// <param name="limit">By when to be done.</param>
    /// <param name="isCertain">False for a signal, after which the process may go on.</param>
    void FinishEnd(ExitDeadline limit, bool isCertain);
}
