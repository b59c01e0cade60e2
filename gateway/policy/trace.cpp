// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/trace.hpp"

#include <array>

namespace fb::policy {
namespace {

using config::ObjectKind;

constexpr std::array<std::string_view, 5> kVerdicts{"note", "passed", "chosen", "not-a-candidate",
                                                    "refused"};

std::string text_of(const About& of) {
  if (of.tenant == nullptr) return {};
  return config::ObjectId{of.kind, of.tenant->key, std::string(of.identity)}.str();
}

}  // namespace

std::string_view name(StepVerdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

About about(const config::Tenant& tenant) { return {&tenant, ObjectKind::tenant, {}}; }

About about(const config::Tenant& tenant, const config::OrganizationRelationship& relationship) {
  return {&tenant, ObjectKind::organization_relationship, relationship.name};
}

About about(const config::Tenant& tenant, const config::AddressSpace& space) {
  return {&tenant, ObjectKind::address_space, space.domain.str()};
}

About availability_config_of(const config::Tenant& tenant) {
  return {&tenant, ObjectKind::availability_config, {}};
}

model::Error Trace::refused(std::string_view what, const About& of, model::Error error) const {
  step(what, StepVerdict::refused, error.rule(), of, [&] { return error.detail(); });
  return error;
}

void Trace::record(std::string_view what, StepVerdict verdict, std::string_view rule,
                   const About& of, std::string words) const {
  Step made{std::string(what), verdict, std::string(rule), text_of(of), std::move(words), {}};
  if (of.tenant != nullptr) made.tenant = of.tenant->key;
  steps_->push_back(std::move(made));
}

}  // namespace fb::policy
