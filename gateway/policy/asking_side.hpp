// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a caller of a home tenant may ask for, and along which path (SHARING-MODEL 5): a mailbox of
// the own tenant, or somebody elsewhere by an organization relationship or else an availability
// address space. Where the other tenant is at home here too, its side is decided at once.
#pragma once

#include "gateway/policy/trace.hpp"
#include "protocols/model/permit.hpp"
#include "protocols/model/result.hpp"

namespace fb::policy {

model::Result<model::Grant> ask_as_home(const Inquiry& inquiry, const model::Caller& caller,
                                        const model::SmtpAddress& asked);

}  // namespace fb::policy
