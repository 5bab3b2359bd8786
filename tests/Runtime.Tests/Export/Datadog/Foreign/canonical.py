# Prints MessagePack as text that every decoder can agree on.
import math, struct, sys
import msgpack

def canonical(value, out):
    if value is None: out.append("nil")
    elif value is True: out.append("true")
    elif value is False: out.append("false")
    elif isinstance(value, (int, float)):
        if isinstance(value, int): out.append(str(value))
        elif math.isfinite(value) and value == int(value) and abs(value) < 2**53: out.append(str(int(value)))
        else: out.append("f" + struct.pack(">d", value).hex())
    elif isinstance(value, str): out.append("s" + value.encode("utf-8").hex())
    elif isinstance(value, bytes): out.append("b" + value.hex())
    elif isinstance(value, list):
        out.append("[")
        for item in value: canonical(item, out); out.append(",")
        out.append("]")
    else:
        # JavaScript's objects know neither the order nor the kind of their keys.
        out.append("{")
        for key, item in sorted(((str(key).encode("utf-8").hex(), item) for key, item in value), key=lambda pair: pair[0]):
            out.append(key); out.append(":"); canonical(item, out); out.append(",")
        out.append("}")

with open(sys.argv[1], "rb") as file:
    value = msgpack.unpackb(file.read(), raw=False, strict_map_key=False, object_pairs_hook=lambda pairs: tuple(pairs),
                            max_array_len=2**31 - 1, max_map_len=2**31 - 1, max_str_len=2**31 - 1, max_bin_len=2**31 - 1)
out = []
canonical(value, out)
sys.stdout.write("".join(out))
