// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Small federations for tests, made of literals: Contoso (Commercial, hybrid), Contoso China
// (21Vianet), Fabrikam (GCC High). Which of them are home tenants and which are partners is up to
// the test.
#pragma once

#include <memory>

#include "config/snapshot.hpp"

namespace fb::test {

inline constexpr std::string_view kContosoId = "11111111-1111-4111-8111-111111111111";
inline constexpr std::string_view kContosoChinaId = "22222222-2222-4222-8222-222222222222";
inline constexpr std::string_view kFabrikamId = "33333333-3333-4333-8333-333333333333";
inline constexpr std::string_view kStrangerId = "99999999-9999-4999-8999-999999999999";

model::TenantKey tenant_key(model::Authority authority, std::string_view id);
model::TenantKey contoso();
model::TenantKey contoso_china();
model::TenantKey fabrikam();
model::SmtpAddress address(std::string_view text);
model::SmtpDomain domain(std::string_view text);

// Contoso: sources cloud (graph), onprem (ews), rooms (ics, LimitedDetails); mailboxes peggy and
// grace (cloud), oskar (onprem), kettle (rooms); contacts victor and carol; address spaces to both
// other tenants; allows contoso-china.
config::Tenant contoso_tenant();
// One graph source that is the default source; mailbox victor; contact carol with an address space
// to Fabrikam; allows contoso.
config::Tenant contoso_china_tenant();
// One ics source; mailbox carol; contacts victor, peggy; address spaces to both; allows contoso
// only if asked to.
config::Tenant fabrikam_tenant();

config::Partner partner_of(const config::Tenant& tenant);

std::shared_ptr<const config::Snapshot> snapshot_of(config::Federation federation,
                                                    std::uint64_t generation = 1);

}  // namespace fb::test
