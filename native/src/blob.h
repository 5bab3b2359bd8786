#pragma once

#include "plan.h"

namespace ddrun {

/// Appends the compressed TypeDefOrRef form of a token (ECMA-335 II.23.2.8). False when memory ran out.
[[nodiscard]] bool AppendTypeToken(clr::Token token, List<uint8_t>& output);

/// The tokens of the items that are already defined, by index.
using Tokens = List<clr::Token>;

/// Of an item that is still to be defined, the reference itself.
clr::Token Resolve(uint32_t reference, const Tokens& items);

/// A blob with its relocations inserted.
[[nodiscard]] bool ResolveBlob(const Blob& blob, const Tokens& items, List<uint8_t>& output);

/// Replaces the tokens of a body in place.
void ResolveBody(const Relocations& relocations, const Tokens& items, uint8_t* body);

} // namespace ddrun
