// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A directory of a million contacts with two addresses each: what it takes to build it, to find
// somebody, to edit one contact, and how much memory a contact holds beyond the characters of its
// name and addresses, as malloc sees it. Beside it the same addresses in two std::unordered_map. A
// look-up goes to addresses in random order, so that it meets a cold cache as a real one does; half
// of them are in the directory, half are not. Nothing here can fail by being slow.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <unordered_map>

#include "config/directory.hpp"
#include "tests/support/counted_malloc.hpp"

namespace fb::config {
namespace {

using model::SmtpAddress;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
using Nanoseconds = std::chrono::duration<double, std::nano>;

constexpr std::size_t kLookUps = 1'000'000;
// A clock costs some tens of nanoseconds, so several look-ups are timed together; the median is of
// these groups.
constexpr std::size_t kLookUpsPerReading = 16;

SmtpAddress external_of(std::size_t i) {
  return SmtpAddress::parse("person." + std::to_string(i) + "@partner.example").value();
}
SmtpAddress proxy_of(std::size_t i) {
  return SmtpAddress::parse("person.ext." + std::to_string(i) + "@contoso.example").value();
}

MailContact contact_of(std::size_t i) {
  return {"Person number " + std::to_string(i), external_of(i), {proxy_of(i)}};
}

// Two indexes over a list, the addresses by hash.
struct Maps {
  std::vector<MailContact> contacts;
  std::unordered_map<SmtpAddress, std::vector<const MailContact*>> by_own;
  std::unordered_map<SmtpAddress, std::vector<const MailContact*>> by_external;

  std::size_t find(const SmtpAddress& address) const {
    if (const auto own = by_own.find(address); own != by_own.end()) return own->second.size();
    const auto external = by_external.find(address);
    return external == by_external.end() ? 0 : external->second.size();
  }
};

Maps maps_of(std::size_t people) {
  Maps maps;
  maps.contacts.reserve(people);
  maps.by_own.reserve(people);
  maps.by_external.reserve(people);
  for (std::size_t i = 0; i < people; ++i) maps.contacts.push_back(contact_of(i));
  for (const MailContact& contact : maps.contacts) {
    maps.by_external[contact.external_address].push_back(&contact);
    for (const auto& proxy : contact.proxy_addresses) maps.by_own[proxy].push_back(&contact);
  }
  return maps;
}

Directory directory_of(std::size_t people) {
  DirectoryBuilder builder;
  for (std::size_t i = 0; i < people; ++i) builder.add(contact_of(i));
  return builder.build();
}

std::vector<SmtpAddress> questions(std::size_t people) {
  std::mt19937 random(1);
  std::uniform_int_distribution<std::size_t> anybody(0, 2 * people - 1);
  std::vector<SmtpAddress> asked;
  asked.reserve(kLookUps);
  for (std::size_t i = 0; i < kLookUps; ++i) {
    const std::size_t person = anybody(random);
    asked.push_back(i % 2 == 0 ? external_of(person) : proxy_of(person));
  }
  return asked;
}

struct LookUp {
  double median_ns;
  double p99_ns;
  std::size_t found;
};

template <class Find>
LookUp measure(const std::vector<SmtpAddress>& asked, const Find& find) {
  std::vector<double> readings;
  readings.reserve(asked.size() / kLookUpsPerReading);
  std::size_t found = 0;
  for (std::size_t i = 0; i + kLookUpsPerReading <= asked.size(); i += kLookUpsPerReading) {
    const auto began = Clock::now();
    for (std::size_t k = 0; k < kLookUpsPerReading; ++k) found += find(asked[i + k]);
    readings.push_back(Nanoseconds(Clock::now() - began).count() / kLookUpsPerReading);
  }
  std::sort(readings.begin(), readings.end());
  return {readings[readings.size() / 2], readings[readings.size() * 99 / 100], found};
}

template <class Make>
auto built(std::size_t people, std::size_t characters, const char* name, const Make& make) {
  std::optional<decltype(make())> made;
  const auto began = Clock::now();
  const auto memory = test::malloc_count_of([&] { made.emplace(make()); });
  const double ms = Milliseconds(Clock::now() - began).count();
  std::printf("%-16s built in %8.0f ms, holds %4zu bytes a contact beyond its characters\n", name,
              ms, (memory.left - characters) / people);
  return *std::move(made);
}

void measure_edit(const Directory& directory) {
  constexpr std::size_t kEdits = 101;
  std::vector<double> readings;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < kEdits; ++i) {
    MailContact changed = contact_of(i * 17 % directory.size());
    changed.name = "Another name";
    const std::vector<DirectoryEdit> edits{std::move(changed)};
    const auto began = Clock::now();
    const Directory edited = directory.with(edits);
    readings.push_back(Milliseconds(Clock::now() - began).count());
    copied += kDirectoryShards - edited.shards_shared_with(directory);
  }
  std::sort(readings.begin(), readings.end());
  std::printf("one edit         %.2f ms median, copies %.1f of %zu shards\n", readings[kEdits / 2],
              static_cast<double>(copied) / kEdits, kDirectoryShards);
}

int run(std::size_t people) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < people; ++i) {
    const MailContact made = contact_of(i);
    characters += made.name.size() + made.external_address.str().size() +
                  made.proxy_addresses.front().str().size();
  }
  const std::vector<SmtpAddress> asked = questions(people);
  std::printf("%zu contacts of two addresses\n", people);
  LookUp by_directory{};
  {
    const Directory directory =
        built(people, characters, "directory", [&] { return directory_of(people); });
    by_directory = measure(asked, [&](const SmtpAddress& a) { return directory.find(a).size(); });
    measure_edit(directory);
  }
  const Maps maps = built(people, characters, "unordered_map", [&] { return maps_of(people); });
  const LookUp by_maps = measure(asked, [&](const SmtpAddress& a) { return maps.find(a); });
  if (by_directory.found != by_maps.found) {
    std::fprintf(stderr, "directory_bench: the directory and the maps do not find the same\n");
    return 1;
  }
  for (const auto& [name, figures] :
       {std::pair("directory", by_directory), std::pair("unordered_map", by_maps)})
    std::printf("%-16s look-up %5.0f ns median, %5.0f ns at 99 %%\n", name, figures.median_ns,
                figures.p99_ns);
  std::printf("look-up, directory / unordered_map: %.2f\n",
              by_directory.median_ns / by_maps.median_ns);
  return 0;
}

}  // namespace
}  // namespace fb::config

int main(int argc, char** argv) {
  const std::size_t people = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
  if (people == 0) {
    std::fprintf(stderr, "usage: directory_bench [contacts]\n");
    return 2;
  }
  return fb::config::run(people);
}
