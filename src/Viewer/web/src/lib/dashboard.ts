/** The charts of the runtime dashboard, by the names that DogStatsD and OTLP have for the same. */
export interface Panel {
  title: string; unit?: string; stacked?: boolean;
  /** Counts are shown a second. */
  rate?: boolean;
  curves: { label: string; names: string[]; tag?: [keys: string[], value: string]; scale?: number }[];
  /** A curve for each value of the first of these tags that there is. */
  by?: string[];
}

// As .NET's own meter calls it, and as its documentation does.
const GENERATION = ['gc.heap.generation', 'dotnet.gc.heap.generation'];

export const RUNTIME: Panel[] = [
  { title: 'CPU', unit: '%', curves: [{ label: 'of all processors', names: ['runtime.dotnet.cpu.percent'] }] },
  { title: 'CPU time', unit: 'ms/s', stacked: true, rate: true, curves: [
    { label: 'app', names: ['runtime.dotnet.cpu.user'] }, { label: 'app', names: ['dotnet.process.cpu.time'], tag: [['cpu.mode'], 'user'], scale: 1000 },
    { label: 'kernel', names: ['runtime.dotnet.cpu.system'] }, { label: 'kernel', names: ['dotnet.process.cpu.time'], tag: [['cpu.mode'], 'system'], scale: 1000 }] },
  { title: 'Memory', unit: 'B', curves: [{ label: 'resident', names: ['runtime.dotnet.mem.rss', 'dotnet.process.memory.working_set'] }, { label: 'private', names: ['runtime.dotnet.mem.committed'] }, { label: 'heap, committed', names: ['runtime.dotnet.gc.committed', 'dotnet.gc.last_collection.memory.committed_size'] }] },
  { title: 'Heap', unit: 'B', stacked: true, curves: ['gen0', 'gen1', 'gen2', 'loh', 'poh'].map((generation) => ({ label: generation, names: [`runtime.dotnet.gc.size.${generation}`, 'dotnet.gc.last_collection.heap.size'], tag: [GENERATION, generation] as [string[], string] })) },
  { title: 'Allocation', unit: 'B', rate: true, curves: [{ label: 'a second', names: ['runtime.dotnet.gc.allocated_bytes', 'dotnet.gc.heap.total_allocated'] }] },
  { title: 'Collections', rate: true, curves: ['gen0', 'gen1', 'gen2'].map((generation) => ({ label: generation, names: [`runtime.dotnet.gc.count.${generation}`, 'dotnet.gc.collections'], tag: [GENERATION, generation] as [string[], string] })) },
  { title: 'GC pauses', unit: 'ms/s', rate: true, curves: [{ label: 'paused', names: ['runtime.dotnet.gc.pause_time.total'] }, { label: 'paused', names: ['dotnet.gc.pause.time'], scale: 1000 }] },
  { title: 'Threads', curves: [{ label: 'process', names: ['runtime.dotnet.threads.count'] }, { label: 'pool', names: ['runtime.dotnet.threads.workers_count', 'dotnet.thread_pool.thread.count'] }] },
  { title: 'Pool queue', curves: [{ label: 'waiting', names: ['runtime.dotnet.threads.queue_length', 'dotnet.thread_pool.queue.length'] }] },
  { title: 'Lock contention', rate: true, curves: [{ label: 'waits a second', names: ['runtime.dotnet.threads.contention_count', 'dotnet.monitor.lock_contentions'] }] },
  { title: 'Exceptions', rate: true, by: ['exception_type', 'error.type'], curves: [{ label: 'a second', names: ['runtime.dotnet.exceptions.count', 'dotnet.exceptions'] }] },
  { title: 'JIT', unit: 'ms/s', rate: true, curves: [{ label: 'compiling', names: ['runtime.dotnet.jit.time'] }, { label: 'compiling', names: ['dotnet.jit.compilation.time'], scale: 1000 }] },
  { title: 'Requests', curves: [{ label: 'under way', names: ['runtime.dotnet.aspnetcore.requests.current', 'http.server.active_requests'] }, { label: 'waiting', names: ['runtime.dotnet.aspnetcore.requests.queue_length', 'kestrel.queued_requests'] }] },
  { title: 'Connections', curves: [{ label: 'open', names: ['runtime.dotnet.aspnetcore.connections.current', 'kestrel.active_connections'] }, { label: 'waiting', names: ['runtime.dotnet.aspnetcore.connections.queue_length', 'kestrel.queued_connections'] }] },
];

export const NAMES = [...new Set(RUNTIME.flatMap((panel) => panel.curves.flatMap((curve) => curve.names)))];
