#!/usr/bin/env python3
"""Writes the cases in this folder: what two styles find, one after the other, in one set of headers.

Each variant of a style's headers stands here with what that style alone must make of it, written by hand from the formats'
specifications. How two outcomes combine is stated once, in combine(). Nothing here is taken from the library's own output.
"""
import json
import pathlib

HIGH, LOW = "66f1a2b300000000", "6d7f597af3e2df79"
TRACE = HIGH + LOW
TRACE_64 = "0" * 16 + LOW
OTHER = "5ca1ab1e00000000" + "0f93553db5428cbe"
OTHER_64 = "0" * 16 + "0f93553db5428cbe"
SPAN, SPAN_HEX = 5208512171318403364, "48485a3953bb6124"
LATER, LATER_HEX = 841540765299359966, "0badc0de0badc0de"
OTHER_SPAN = 1234567
OTHER_SPAN_HEX = f"{OTHER_SPAN:016x}"


def context(trace, span, priority, **more):
    found = {"trace": trace, "span": span, "priority": priority, "origin": None, "tags": {}, "traceparent": None, "tracestate": None, "baggage": {}}
    found.update(more)
    return found


def datadog(trace_low, span, priority, tags=None, origin=None):
    headers = {"x-datadog-trace-id": trace_low, "x-datadog-parent-id": span, "x-datadog-sampling-priority": priority}
    if tags:
        headers["x-datadog-tags"] = tags
    if origin is not None:
        headers["x-datadog-origin"] = origin
    return {k: v for k, v in headers.items() if v is not None}


def parent(trace, span_hex, flags="01", version="00"):
    return f"{version}-{trace}-{span_hex}-{flags}"


LOW_DECIMAL = str(int(LOW, 16))
TID = f"_dd.p.tid={HIGH}"
GOOD_PARENT = parent(TRACE, SPAN_HEX)
GOOD_STATE = "dd=s:2;o:rum;p:0123456789abcdef;t.dm:-4,congo=t61"
BIG_VENDOR = "big=" + "v" * 600

VARIANTS = {
    "datadog": {
        "good": (datadog(LOW_DECIMAL, str(SPAN), "1", TID + ",_dd.p.dm=-1", "synthetics"),
                 context(TRACE, SPAN, 1, origin="synthetics", tags={"_dd.p.tid": HIGH, "_dd.p.dm": "-1"})),
        "other-trace": (datadog(str(int(OTHER_64, 16)), str(OTHER_SPAN), "0"), context(OTHER_64, OTHER_SPAN, 0)),
        "no-parent": (datadog(LOW_DECIMAL, None, "2", TID), context(TRACE, 0, 2, tags={"_dd.p.tid": HIGH})),
        "missing": ({}, None),
        "malformed-trace": (datadog("12ab", str(SPAN), "1"), None),
        "malformed-priority": (datadog(LOW_DECIMAL, str(SPAN), "high", TID), None),
        "zero-trace": (datadog("0", str(SPAN), "1"), None),
        # Without its tags the id is one of 64 bits, which is another trace than the one of 128.
        "oversized-tags": (datadog(LOW_DECIMAL, str(SPAN), "1", TID + ",_dd.p.k=" + "x" * 600),
                           context(TRACE_64, SPAN, 1, tags={"_dd.propagation_error": "extract_max_size"})),
        "malformed-tags": (datadog(LOW_DECIMAL, str(SPAN), "1", TID + ",,"), context(TRACE_64, SPAN, 1, tags={"_dd.propagation_error": "decoding_error"})),
        "malformed-tid": (datadog(LOW_DECIMAL, str(SPAN), "1", "_dd.p.tid=66F1A2B300000000"),
                          context(TRACE_64, SPAN, 1, tags={"_dd.propagation_error": "malformed_tid 66F1A2B300000000"})),
        "oversized-trace": (datadog("9" * 25, str(SPAN), "1"), None),
    },
    "tracecontext": {
        "good": ({"traceparent": GOOD_PARENT, "tracestate": GOOD_STATE},
                 context(TRACE, SPAN, 2, origin="rum", tags={"_dd.p.dm": "-4", "_dd.parent_id": "0123456789abcdef"}, traceparent=GOOD_PARENT,
                         tracestate=GOOD_STATE)),
        "later-span": ({"traceparent": parent(TRACE, LATER_HEX), "tracestate": "congo=t61"},
                       context(TRACE, LATER, 1, traceparent=parent(TRACE, LATER_HEX), tracestate="congo=t61")),
        "other-trace": ({"traceparent": parent(OTHER, OTHER_SPAN_HEX, "00"), "tracestate": "dd=s:-1"},
                        context(OTHER, OTHER_SPAN, -1, traceparent=parent(OTHER, OTHER_SPAN_HEX, "00"), tracestate="dd=s:-1")),
        "missing": ({}, None),
        "state-only": ({"tracestate": GOOD_STATE}, None),
        "malformed-upper-case": ({"traceparent": parent(TRACE.upper(), SPAN_HEX), "tracestate": GOOD_STATE}, None),
        "malformed-version": ({"traceparent": parent(TRACE, SPAN_HEX, version="ff")}, None),
        "zero-span": ({"traceparent": parent(TRACE, "0" * 16)}, None),
        "oversized-state": ({"traceparent": GOOD_PARENT, "tracestate": f"a=1,{BIG_VENDOR},dd=s:2"},
                            context(TRACE, SPAN, 2, traceparent=GOOD_PARENT, tracestate="dd=s:2,a=1", raw_tracestate=f"a=1,{BIG_VENDOR},dd=s:2")),
        "malformed-state": ({"traceparent": GOOD_PARENT, "tracestate": "dd=s:2,congo=\u00e9"}, context(TRACE, SPAN, 1, traceparent=GOOD_PARENT)),
        "malformed-member": ({"traceparent": GOOD_PARENT, "tracestate": "dd=s:high;o:rum,a=1"},
                             context(TRACE, SPAN, 1, traceparent=GOOD_PARENT, tracestate="dd=s:high;o:rum,a=1")),
        "oversized-parent": ({"traceparent": GOOD_PARENT + "-" + "f" * 600}, None),
    },
    "b3multi": {
        "good": ({"x-b3-traceid": TRACE, "x-b3-spanid": SPAN_HEX, "x-b3-sampled": "1"}, context(TRACE, SPAN, 1)),
        "other-trace": ({"x-b3-traceid": OTHER, "x-b3-spanid": OTHER_SPAN_HEX, "x-b3-flags": "1"}, context(OTHER, OTHER_SPAN, 2)),
        "no-span": ({"x-b3-traceid": OTHER, "x-b3-sampled": "0"}, context(OTHER, 0, 0)),
        "missing": ({}, None),
        "malformed-trace": ({"x-b3-traceid": "not-hex", "x-b3-spanid": SPAN_HEX, "x-b3-sampled": "1"}, None),
        "malformed-span": ({"x-b3-traceid": TRACE, "x-b3-spanid": "0x12", "x-b3-sampled": "1"}, None),
        "malformed-sampled": ({"x-b3-traceid": TRACE, "x-b3-spanid": SPAN_HEX, "x-b3-sampled": "maybe"}, context(TRACE, SPAN, None)),
        "oversized-trace": ({"x-b3-traceid": "1" + TRACE, "x-b3-spanid": SPAN_HEX}, None),
    },
    "b3": {
        "good": ({"b3": f"{TRACE}-{SPAN_HEX}-1"}, context(TRACE, SPAN, 1)),
        "other-trace": ({"b3": f"{OTHER}-{OTHER_SPAN_HEX}-0-{SPAN_HEX}"}, context(OTHER, OTHER_SPAN, 0)),
        "decision-only": ({"b3": "d"}, context(None, 0, 2)),
        "missing": ({}, None),
        "malformed-decision": ({"b3": "x"}, None),
        "malformed-span": ({"b3": f"{TRACE}-zz-1"}, None),
        "malformed-sampled": ({"b3": f"{TRACE}-{SPAN_HEX}-yes"}, context(TRACE, SPAN, None)),
        "oversized": ({"b3": f"{TRACE}{TRACE}-{SPAN_HEX}-1"}, None),
    },
    "baggage": {
        "good": ({"baggage": "user.id=42,plan=gold%20plus"}, {"user.id": "42", "plan": "gold plus"}),
        "missing": ({}, {}),
        "malformed": ({"baggage": "user.id=42,broken"}, {}),
        "oversized-items": ({"baggage": ",".join(f"k{i}=v{i}" for i in range(70))}, {f"k{i}": f"v{i}" for i in range(64)}),
        "oversized-bytes": ({"baggage": "plan=gold,big=" + "b" * 8192}, {"plan": "gold"}),
    },
}


def link(style, found):
    return {"trace_id_hex": found["trace"], "span_id": str(found["span"]), "tracestate": found["tracestate"],
            "flags": 1 if (found["priority"] or 0) > 0 else 0, "attributes": {"reason": "terminated_context", "context_headers": style}}


def combine(pairs):
    """The first context wins, be it a decision without a trace. A later one of another trace becomes a link, if it names a span. A later W3C context of the
    same trace gives its tracestate as it came in and, if it names another span, the parent; the span that Datadog named is then remembered."""
    contexts = [(style, dict(found, tags=dict(found["tags"]))) for style, found in pairs if style != "baggage" and found]
    baggage = next(found for style, found in pairs if style == "baggage") if any(style == "baggage" for style, _ in pairs) else {}
    links = []
    if contexts:
        first_style, result = contexts[0]
        for style, found in contexts[1:]:
            if not found["trace"]:
                continue
            if found["trace"] != result["trace"]:
                if found["span"]:
                    links.append(link(style, found))
            elif style == "tracecontext":
                result["tracestate"] = found.get("raw_tracestate", found["tracestate"])
                if found["span"] != result["span"]:
                    if "_dd.parent_id" in found["tags"]:
                        result["tags"]["_dd.parent_id"] = found["tags"]["_dd.parent_id"]
                    elif first_style == "datadog" and result["span"]:
                        result["tags"]["_dd.parent_id"] = f"{result['span']:016x}"
                    result["span"] = found["span"]
    else:
        result = context(None, 0, None)
    if "user.id" in baggage:
        result["tags"]["baggage.user.id"] = baggage["user.id"]
    return expectation(result, baggage, links)


def expectation(result, baggage, links):
    everything = {
        "valid": result["trace"] is not None,
        "trace_id_hex": result["trace"],
        "trace_id_low64": str(int(result["trace"][16:], 16)) if result["trace"] else None,
        "span_id": str(result["span"]) if result["span"] else None,
        "sampling_priority": result["priority"],
        "origin": result["origin"],
        "traceparent_kept": result["traceparent"],
        "tracestate_kept": result["tracestate"],
        "tags": result["tags"],
        "baggage": baggage,
        "span_links": links,
    }
    return {name: value for name, value in everything.items() if value not in (None, {}, [])}


def main():
    folder = pathlib.Path(__file__).parent
    for first, variants in VARIANTS.items():
        for second, others in VARIANTS.items():
            if first == second:
                continue
            cases = [
                {"id": f"{a}+{b}", "env": {"DD_TRACE_PROPAGATION_STYLE_EXTRACT": f"{first},{second}"}, "headers": {**headers, **more},
                 "expect": combine([(first, found), (second, found_next)])}
                for a, (headers, found) in variants.items() for b, (more, found_next) in others.items()
                if not ("oversized-bytes" in (a, b) and not {a, b} & {"good", "missing"})
            ]
            lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
            (folder / f"{first}+{second}.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
