using DdRun.Diagnostics;

namespace DdRun.Instrumentation.InProcess;

/// <summary>Goes on with plans that would hold the target up too long, one after the other, on a thread that is there while there are any.</summary>
internal sealed class BackgroundPlanner(Action<Planning> finish)
{
    private readonly Queue<Planning> _waiting = new();
    private bool _isRunning;

    public void Add(Planning planning)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(planning);
            if (_isRunning)
                return;
            _isRunning = true;
        }
        new Thread(Run) { IsBackground = true, Name = "dd-run weave", Priority = ThreadPriority.BelowNormal }.UnsafeStart();
    }

    private void Run()
    {
        OwnWork.Begin();
        while (true)
        {
            Planning? next;
            lock (_waiting)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _isRunning = false;
                    return;
                }
            }
            using (next)
                Finish(next);
        }
    }

    private void Finish(Planning planning)
    {
        try
        {
            planning.Weaver.GoOn(long.MaxValue);
            finish(planning);
        }
        catch (Exception e)
        {
            Log.Error($"{planning.Source.Name} is not wholly woven", e);
        }
    }
}
