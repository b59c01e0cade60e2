# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""The rows that tidy.py enforces: limits, banned words and their replacement, exceptions."""

# Past the guide a file or a function is named in the output; past the limit the check fails.
LINE_COLUMNS = 100
FILE_LINES_GUIDE, FILE_LINES_LIMIT = 400, 500
FUNCTION_LINES_GUIDE, FUNCTION_LINES_LIMIT = 70, 90

# Files that may be longer than FILE_LINES_LIMIT: path -> why.
LONG_FILES = {}

# Functions that may be longer than FUNCTION_LINES_LIMIT: (path, name) -> why.
LONG_FUNCTIONS = {
    ("tests/unit/protocols/ews/golden_requests_test.cpp", "rows"): "one table",
}

LICENCE = ("SPDX-License-Identifier: Apache-2.0", "Copyright 2026 The freebusy-gateway authors")
LIBRARIES = ("protocols/", "cache/", "config/", "gateway/")
CPP = (".cpp", ".hpp")

# Where exceptions may end: each of these turns "a bug happened" into an answer or an exit.
CATCHERS = (
    "gateway/front/http_session.cpp",  # ends one session
    "gateway/app/main.cpp",  # ends the process
    "gateway/async/task_group.cpp",  # asks an exception whether it is a cancellation
    "gateway/ops/log.cpp",  # logs what ended a detached task
    "gateway/admin/admin_session.cpp",  # answers one request
    "gateway/identity/shared_answer.hpp",  # whoever waits is told, then it is thrown on
)
CLOCK_READERS = (
    "gateway/async/clock.cpp",
    "tests/bench/",
    "tests/integration/",
    "tests/threads/",
    "tests/support/running_program.cpp",
)

# Pattern, where it is looked for, where it is allowed all the same, what to write instead.
# Patterns see C++ with comments and the insides of literals blanked out.
BANNED = [
    (r"\b(sleep_for|sleep_until|usleep|nanosleep)\b|(?<![\w.>])sleep\s*\(", ("",), (),
     "a TimerSource (gateway/async/clock.hpp); tests turn the virtual one"),
    (r"\b(system_clock|steady_clock|high_resolution_clock)\s*::\s*now\b", ("",), CLOCK_READERS,
     "`now` as an argument, or a Clock (gateway/async/clock.hpp)"),
    (r"\b(clock_gettime|gettimeofday)\b|(?<![\w.>:])(std::)?time\s*\(\s*(nullptr|NULL|0)\s*\)",
     ("",), CLOCK_READERS, "`now` as an argument, or a Clock (gateway/async/clock.hpp)"),
    (r"\bstd\s*::\s*(cout|cerr|clog)\b", LIBRARIES, ("gateway/app/",),
     "the log of gateway/ops; libraries print nothing"),
    (r"(?<![\w:.>])(std::)?(printf|puts|fprintf|perror)\s*\(", LIBRARIES, ("gateway/app/",),
     "the log of gateway/ops; libraries print nothing"),
    (r"\bcatch\s*\(\s*(\.\.\.|(const\s+)?std::exception\b)", LIBRARIES, CATCHERS,
     "Result<T>: an exception is a bug, and the session and main catch it"),
    (r"\bspdlog\s*::", ("",), ("gateway/ops/", "tests/unit/gateway/ops/"),
     "the log of gateway/ops"),
    (r"(?<![\w:.>])(std::)?(strtok|strcpy|strcat|sprintf|vsprintf|gets|tmpnam)\s*\(", ("",), (),
     "std::string, std::string_view or fmt: bounded and reentrant"),
    (r"(?<![\w:.>])(std::)?(gmtime|localtime|asctime|ctime|mktime|setlocale)\s*\(", ("",), (),
     "protocols/wire (iso8601, zones): reentrant and free of the locale"),
    (r"(?<![\w:.>])(std::)?(rand|srand)\s*\(", ("",), (),
     "a seeded <random> engine, or OpenSSL's RAND_bytes where it must not be guessed"),
    (r"(?<![\w:.>])(std::)?(atoi|atol|atof|stoi|stol|stoll|stoul|stoull|stod|stof)\s*\(",
     (*LIBRARIES, "tools/"), (),
     "std::from_chars: no exception, no locale, and the whole text must be used"),
    (r"\bstd\s*::\s*(basic_)?regex\b", ("",), (),
     "a hand-written scan: std::regex recurses on its input"),
    (r"\bstd\s*::\s*async\b|\.\s*detach\s*\(\s*\)", ("",), (),
     "OffloadPool (gateway/async/offload_pool.hpp)"),
    (r"\bverify_none\b", ("gateway/",), (), "verify_peer: there is no switch to turn it off"),
    (r"(?<![\w:.>])(std::|secure_)?getenv\s*\(", LIBRARIES, ("gateway/app/",),
     "a setting (config/settings.hpp)"),
    (r"\bDISABLED_\w+", ("tests/",), (), "a test that runs, or no test"),
    (r"\bGTEST_SKIP\s*\(\s*\)\s*;", ("tests/",), (), 'GTEST_SKIP() << "what is missing here"'),
]

# Enums whose switches name every value: the compiler then finds the switch that a new value breaks.
CLOSED_ENUMS = (
    "ErrorKind", "FreeBusyStatus", "DetailLevel", "CloudInstance",
    "TokenKind", "Rule",
)

# Test data is bytes as they came: only the machine-path rule applies.
DATA_FOLDERS = (
    "tests/golden/",
    "tests/fuzz/corpus/",
    "tests/integration/data/",
    "tools/checks/testdata/",
)
SKIPPED_FOLDERS = {".git", "build", ".cache", "__pycache__", "node_modules", ".vscode", ".idea"}
