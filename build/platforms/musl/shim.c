// What Debian's libstdc++ and libgcc_s ask of glibc and musl does not have: enough for .NET to run on musl with them, for tests. Compiled
// without a C library, so it declares what it uses.
typedef unsigned long size_t;
typedef struct {
    unsigned long address;
    const char* name;
    const struct Segment* segments;
    unsigned short count;
} Object;
struct Segment {
    unsigned type, flags;
    unsigned long offset, address, physical, fileSize, size, alignment;
};
struct Found {
    unsigned long long flags;
    void *start, *end, *map, *frames;
    unsigned long long reserved[7];
};

int dl_iterate_phdr(int (*visit)(Object*, size_t, void*), void* data);
long getrandom(void* buffer, size_t size, unsigned flags);
void* newlocale(int mask, const char* name, void* base);
void* uselocale(void* locale);
size_t strftime_l(char* text, size_t room, const char* format, const void* time, void* locale);
void* malloc(size_t size);
int pthread_key_create(unsigned* key, void (*end)(void*));
int pthread_setspecific(unsigned key, const void* value);
void* pthread_getspecific(unsigned key);

char __libc_single_threaded = 0;
struct {
    unsigned vendor, type, subtype, features[1];
} __cpu_model;

int __cpu_indicator_init(void) { return 0; }

unsigned arc4random(void) {
    unsigned number = 0;
    getrandom(&number, sizeof number, 0);
    return number;
}

void* __newlocale(int mask, const char* name, void* base) { return newlocale(mask, name[0] == '\0' ? "" : "C", base); }
void* __uselocale(void* locale) { return uselocale(locale); }
size_t __strftime_l(char* text, size_t room, const char* format, const void* time, void* locale) {
    return strftime_l(text, room, format, time, locale);
}

// The ends of thread-local objects, last first, when their thread ends.
struct End {
    void (*run)(void*);
    void* object;
    struct End* next;
};
static unsigned s_ends;

static void RunEnds(void* first) {
    for (struct End* end = first; end != 0; end = end->next) end->run(end->object);
}

__attribute__((constructor)) static void Start(void) { pthread_key_create(&s_ends, RunEnds); }

int __cxa_thread_atexit_impl(void (*run)(void*), void* object, void* library) {
    (void)library;
    struct End* end = malloc(sizeof *end);
    if (end == 0) return -1;
    end->run = run;
    end->object = object;
    end->next = pthread_getspecific(s_ends);
    return pthread_setspecific(s_ends, end);
}

struct Question {
    unsigned long address;
    struct Found* found;
};

static int Visit(Object* object, size_t size, void* data) {
    (void)size;
    const unsigned loaded = 1, frames = 0x6474e550;
    struct Question* question = data;
    int isHere = 0;
    for (int i = 0; i < object->count; i++) {
        const struct Segment* segment = &object->segments[i];
        const unsigned long start = object->address + segment->address;
        if (segment->type == loaded && question->address >= start && question->address < start + segment->size) {
            question->found->start = (void*)start;
            question->found->end = (void*)(start + segment->size);
            isHere = 1;
        }
        if (segment->type == frames) question->found->frames = (void*)start;
    }
    return isHere;
}

int _dl_find_object(void* address, struct Found* found) {
    struct Question question = {(unsigned long)address, found};
    found->flags = 0;
    found->frames = found->map = 0;
    return dl_iterate_phdr(Visit, &question) && found->frames != 0 ? 0 : -1;
}
