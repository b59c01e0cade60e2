// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/trace.hpp"

#include <utility>

namespace fb::upstream {
namespace {

void note(Trace* trace, std::string what, std::string where, std::string words) {
  if (trace->size() == kTraceStepsMax) return;
  trace->push_back({std::move(what), std::move(where), std::move(words)});
}

}  // namespace

void note_discovery(Trace* trace, const Discovered& discovered) {
  if (trace == nullptr) return;
  const std::string_view when = discovered.remembered ? "earlier: " : "";
  for (const DiscoveryStep& step : discovered.steps) {
    std::string words = std::string(when) + step.outcome;
    if (!step.words.empty()) words += " (" + step.words + ")";
    note(trace, "discovery", step.what + " " + step.host, std::move(words));
  }
}

void note_exchange(Trace* trace, std::string_view url,
                   const model::Result<net::HttpResponse>& response) {
  if (trace == nullptr) return;
  std::string words = response ? "HTTP status " + std::to_string(response->status)
                               : std::string(response.error().detail());
  note(trace, "exchange", std::string(url), std::move(words));
}

}  // namespace fb::upstream
