// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/pipeline/availability_service.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "gateway/pipeline/assemble.hpp"
#include "gateway/pipeline/group_answers.hpp"
#include "gateway/policy/decide.hpp"

namespace fb::pipeline {
namespace asio = boost::asio;
namespace {

// The mailboxes that one upstream can be asked for together.
struct RouteGroup {
  std::vector<std::size_t> positions;  // in the request
  std::vector<model::Permit> permits;
};

std::vector<Decision> decide_each(const FetchContext& context, const std::string& gateway_id,
                                  const model::AuthenticatedCaller& caller,
                                  const model::AvailabilityRequest& request) {
  const policy::QuestionContext question{gateway_id, context.trail, context.today};
  std::vector<Decision> decisions;
  decisions.reserve(request.mailboxes.size());
  for (const model::AskedMailbox& mailbox : request.mailboxes) {
    if (mailbox.address) {
      decisions.push_back(policy::authorize(*context.snapshot, caller, *mailbox.address, question));
    } else {
      decisions.push_back(mailbox.address.error());
    }
  }
  return decisions;
}

std::vector<RouteGroup> group_by_route(const std::vector<Decision>& decisions) {
  std::vector<RouteGroup> groups;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    if (!decisions[i]) continue;
    const model::Permit& permit = *decisions[i];
    RouteGroup* group = nullptr;
    for (RouteGroup& candidate : groups) {
      if (candidate.permits.front()->route == permit->route) group = &candidate;
    }
    if (group == nullptr) group = &groups.emplace_back();
    group->positions.push_back(i);
    group->permits.push_back(permit);
  }
  return groups;
}

asio::awaitable<void> fetch_group(CachedFetch& fetch, const RouteGroup& group,
                                  model::TimeWindow window, FetchContext context,
                                  std::vector<std::optional<Fetched>>& into) {
  std::vector<Fetched> fetched = co_await fetch.fetch(group.permits, window, std::move(context));
  for (std::size_t i = 0; i < fetched.size(); ++i) into[group.positions[i]] = std::move(fetched[i]);
}

// All routes at once; one route's slowness costs the others nothing but the wait for the reply.
asio::awaitable<void> fetch_groups(CachedFetch& fetch, const std::vector<RouteGroup>& groups,
                                   model::TimeWindow window, const FetchContext& context,
                                   std::vector<std::optional<Fetched>>& into) {
  if (groups.size() == 1) {
    co_await fetch_group(fetch, groups.front(), window, context, into);
    co_return;
  }
  const auto executor = co_await asio::this_coro::executor;
  auto start = [&](const RouteGroup& group) {
    return asio::co_spawn(executor, fetch_group(fetch, group, window, context, into),
                          asio::deferred);
  };
  std::vector<decltype(start(groups.front()))> operations;
  operations.reserve(groups.size());
  for (const RouteGroup& group : groups) operations.push_back(start(group));
  auto all = asio::experimental::make_parallel_group(std::move(operations));
  auto [order, exceptions] =
      co_await all.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
  for (const std::exception_ptr& exception : exceptions) {
    if (exception) std::rethrow_exception(exception);
  }
}

}  // namespace

AvailabilityService::AvailabilityService(std::string gateway_id, CachedFetch& fetch)
    : gateway_id_(std::move(gateway_id)), fetch_(fetch) {}

asio::awaitable<model::AvailabilityReply> AvailabilityService::answer(
    model::AuthenticatedCaller caller, model::AvailabilityRequest request, FetchContext context) {
  const policy::QuestionContext question{gateway_id_, context.trail, context.today};
  policy::GroupExpansion expansion(*context.snapshot, *caller, question);
  const auto expanded = expand_groups(request, expansion);
  if (!expanded) co_return co_await answer_people(caller, request, context);
  model::AvailabilityReply people = co_await answer_people(caller, expanded->people, context);
  co_return gather_groups(request, *expanded, std::move(people));
}

asio::awaitable<model::AvailabilityReply> AvailabilityService::answer_people(
    const model::AuthenticatedCaller& caller, const model::AvailabilityRequest& request,
    const FetchContext& context) {
  const std::vector<Decision> decisions = decide_each(context, gateway_id_, caller, request);
  const std::vector<RouteGroup> groups = group_by_route(decisions);
  std::vector<std::optional<Fetched>> fetched(request.mailboxes.size());
  if (!groups.empty()) co_await fetch_groups(fetch_, groups, request.window, context, fetched);
  co_return assemble(request, decisions, std::move(fetched));
}

}  // namespace fb::pipeline
