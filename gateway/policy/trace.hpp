// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The steps of one decision, for explain(). What decides takes a Trace and tells it everything;
// the one of evaluate() records nothing, and then the words of a step are never put together.
//
// Beware: a Trace is no result. Nothing may be decided by it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/federation.hpp"
#include "config/federation_objects.hpp"
#include "gateway/policy/decide.hpp"

namespace fb::policy {

// The federation object that a step is about. Cheap to make: its text is made where steps are
// recorded.
struct About {
  const config::Tenant* tenant = nullptr;
  config::ObjectKind kind = config::ObjectKind::tenant;
  std::string_view identity{};
};

About about(const config::Tenant& tenant);
About about(const config::Tenant& tenant, const config::OrganizationRelationship& relationship);
About about(const config::Tenant& tenant, const config::AddressSpace& space);
About availability_config_of(const config::Tenant& tenant);

class Trace {
 public:
  Trace() = default;
  explicit Trace(std::vector<Step>& steps) : steps_(&steps) {}

  // `words` makes a string, and is called only where steps are recorded.
  template <class Words>
  void step(std::string_view what, StepVerdict verdict, std::string_view rule, const About& of,
            Words&& words) const {
    if (steps_ != nullptr) record(what, verdict, rule, of, std::forward<Words>(words)());
  }

  // The error again, after it was recorded as the end of the decision.
  model::Error refused(std::string_view what, const About& of, model::Error error) const;

 private:
  void record(std::string_view what, StepVerdict verdict, std::string_view rule, const About& of,
              std::string words) const;

  std::vector<Step>* steps_ = nullptr;
};

// What every part of one decision has in common.
struct Inquiry {
  const config::Snapshot& snapshot;
  const QuestionContext& context;
  Trace trace{};
};

}  // namespace fb::policy
