// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What most sources include, for the builds that precompile it (PrecompiledHeaders.cmake). No
// source includes this file and none may rely on it: the release build does not precompile, so a
// forgotten #include does not compile there. Not for headers whose meaning hangs on definitions
// that only some targets have, such as those of Boost.JSON.
#pragma once

#include <algorithm>
#include <array>
#include <boost/system/result.hpp>
#include <charconv>
#include <chrono>
#include <deque>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>
