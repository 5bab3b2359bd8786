using System.Collections;
using DdRun.Hosting;
using DdRun.Tracing;

namespace DdRun.Wrapping;

/// <summary>An iteration with a span from the first item asked for to the end, an exception, or the disposal.</summary>
internal sealed class WrappedEnumerable<T>(IEnumerable<T> source, WrappedCall call) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new Enumerator(source.GetEnumerator(), call);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Enumerator(IEnumerator<T> source, WrappedCall call) : IEnumerator<T>
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

        object? IEnumerator.Current
        {
            get
            {
                using var scope = Inside();
                return ((IEnumerator)source).Current;
            }
        }

        public bool MoveNext()
        {
            _span ??= ProcessTracer.Current.Start(ActiveSpan.Current, call.Name, call.Service, call.Resource, call.Type);
            var ended = true;
            // Active for the code that makes the items, not for the code that takes them.
            var scope = Inside();
            try
            {
                var moved = source.MoveNext();
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

        public void Reset()
        {
            using var scope = Inside();
            source.Reset();
        }

        public void Dispose()
        {
            var scope = Inside();
            try
            {
                source.Dispose();
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
