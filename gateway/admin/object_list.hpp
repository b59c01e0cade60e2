// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Pages of the objects that an account may see. Where it may not see everything, its tenants are
// gone through one after the other, so that what others have neither shows nor costs time.
#pragma once

#include "gateway/admin/admin_call.hpp"

namespace fb::admin {

// The part of the query that says which page, for /objects.
Checked<registry::ListQuery> list_query(const AdminCall& call);

// 1 to kPageMax.
Checked<std::size_t> page_limit(const AdminCall& call);

// What `tenant` of a query means: a home tenant that the account may read, or a partner that it
// sees. not_found where it is neither.
Checked<model::TenantKey> visible_tenant(const AdminCall& call, std::string_view text);

// In `after` and `next`, where the account does not see everything, the tenant stands before the
// registry's own place.
boost::asio::awaitable<Checked<registry::ObjectPage>> list_visible(const AdminServices& services,
                                                                   const AdminCall& call,
                                                                   registry::ListQuery query);

}  // namespace fb::admin
