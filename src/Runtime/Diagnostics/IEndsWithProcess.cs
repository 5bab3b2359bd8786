namespace DdRun.Diagnostics;

/// <summary>Has something to send when the process may be about to end. What several have to send is sent at the same time.</summary>
internal interface IEndsWithProcess
{
    /// <summary>Sends, or makes another thread send while others do their part on this one.</summary>
    void BeginEnd();

    /// <summary>Waits for what has begun, and sends what has come up meanwhile.</summary>
    /// <param name="isCertain">False for a signal, after which the process may go on.</param>
    void FinishEnd(bool isCertain);
}
