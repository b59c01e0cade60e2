// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Tells the operator when the keys of an issuer cannot be had, and when they can again: one event
// each, however often the issuer is asked.
#pragma once

#include <string>
#include <string_view>

#include "gateway/identity/source_watch.hpp"
#include "gateway/ops/log.hpp"

namespace fb::app {

// The events are "<what>_unavailable", with the error, and "<what>_back". The log outlives it.
inline identity::SourceWatch log_sources(ops::Log& log, std::string what) {
  return [&log, what = std::move(what)](std::string_view source, const model::Error* failure) {
    if (failure == nullptr) {
      log.event(ops::Level::info, what + "_back", {{"issuer", source}});
      return;
    }
    log.event(ops::Level::warning, what + "_unavailable",
              {{"issuer", source}, {"error", std::string_view(failure->detail())}});
  };
}

}  // namespace fb::app
