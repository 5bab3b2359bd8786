using DdRun.Hosting;
using DdRun.Tracing;

namespace DdRun.Wrapping;

/// <summary>An asynchronous iteration with a span from the first item asked for to the end, an exception, or the disposal.</summary>
internal sealed class WrappedAsyncEnumerable<T>(IAsyncEnumerable<T> source, WrappedCall call) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(source.GetAsyncEnumerator(cancellationToken), call);

    private sealed class Enumerator(IAsyncEnumerator<T> source, WrappedCall call) : IAsyncEnumerator<T>
    {
        private Span? _span;

        public T Current
        {
            get
            {
                using var scope = Inside();
                return source.Current;
            }
        }

        public async ValueTask<bool> MoveNextAsync()
        {
            _span ??= ProcessTracer.Current.Start(ActiveSpan.Current, call.Name, call.Service, call.Resource, call.Type);
            var ended = true;
            var scope = Inside();
            try
            {
                var moved = await source.MoveNextAsync().ConfigureAwait(false);
                ended = !moved;
                return moved;
            }
            catch (Exception e) when (_span.Record(e))
            {
                throw;
            }
            finally
            {
                scope.Dispose();
                if (ended)
                    _span.Finish();
            }
        }

        public async ValueTask DisposeAsync()
        {
            var scope = Inside();
            try
            {
                await source.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (_span?.Record(e) is true)
            {
                throw;
            }
            finally
            {
                scope.Dispose();
                _span?.Finish();
            }
        }

        private ActiveScope Inside() => _span is { IsFinished: false } span ? new ActiveScope(span) : default;
    }
}
