// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Two answers about neighbouring windows, asked one after the other because one was too much, put
// together so that nobody sees that it was not one question. Pure.
//
// Not the assembly of cached chunks (cache/availability): there the parts may be of different ages,
// and here a seam in a merged view has to go too.
#pragma once

#include "protocols/model/availability.hpp"

namespace fb::upstream {

// `second` begins where `first` ends. A block over the seam is in both and is kept once; one that
// only `second` knows of is kept as well: what is known to be busy is never lost. Runs of slots
// that meet at the seam with the same status become one run. The answer is as exact and as detailed
// as the weaker part.
model::Availability stitch(model::Availability first, model::Availability second);

// The same answer for a window inside of its own.
model::Availability narrowed(model::Availability answer, const model::TimeWindow& window);

// The two halves of a window; the first is a multiple of half an hour long, so that slots of a
// merged view lie in both halves as they would in the whole. Not for windows below an hour.
struct Halves {
  model::TimeWindow first;
  model::TimeWindow second;
};
Halves halves_of(const model::TimeWindow& window);

}  // namespace fb::upstream
