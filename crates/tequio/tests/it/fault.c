/* SPDX-FileCopyrightText: Tequio contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Loaded before the system's library: lets the FAULT_AT-th call on what lies below FAULT_BELOW fail as a broken disk does, and
 * leaves the name of that call in the file FAULT_REPORT.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long calls;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int fails_at(const char *call, const char *path)
{
	const char *below = getenv("FAULT_BELOW"), *at = getenv("FAULT_AT"), *report = getenv("FAULT_REPORT");
	int file;

	if (!below || !at || !report || strncmp(path, below, strlen(below)))
		return 0;
	if (atomic_fetch_add(&calls, 1) + 1 != atol(at))
		return 0;
	file = REAL(open64)(report, O_CREAT | O_WRONLY, 0600);
	if (file >= 0) {
		REAL(write)(file, call, strlen(call));
		close(file);
	}
	errno = EIO;
	return 1;
}

static int fails_on(const char *call, int file)
{
	char name[40], path[4096];
	ssize_t length;

	snprintf(name, sizeof name, "/proc/self/fd/%d", file);
	length = readlink(name, path, sizeof path - 1);
	if (length < 0)
		return 0;
	path[length] = 0;
	return fails_at(call, path);
}

#define ON_FILE(type, name, parameters, arguments)                                                   \
	type name parameters                                                                           \
	{                                                                                              \
		return fails_on(#name, file) ? -1 : REAL(name) arguments;                                      \
	}

ON_FILE(ssize_t, read, (int file, void *bytes, size_t count), (file, bytes, count))
ON_FILE(ssize_t, write, (int file, const void *bytes, size_t count), (file, bytes, count))
ON_FILE(ssize_t, pread64, (int file, void *bytes, size_t count, off64_t place), (file, bytes, count, place))
ON_FILE(ssize_t, pwrite64, (int file, const void *bytes, size_t count, off64_t place), (file, bytes, count, place))
ON_FILE(int, fsync, (int file), (file))
ON_FILE(int, fdatasync, (int file), (file))
ON_FILE(int, ftruncate64, (int file, off64_t length), (file, length))

int rename(const char *from, const char *to)
{
	return fails_at("rename", from) ? -1 : REAL(rename)(from, to);
}

int unlink(const char *path)
{
	return fails_at("unlink", path) ? -1 : REAL(unlink)(path);
}

int open64(const char *path, int flags, ...)
{
	va_list more;
	mode_t mode;

	va_start(more, flags);
	mode = va_arg(more, mode_t);
	va_end(more);
	return fails_at("open", path) ? -1 : REAL(open64)(path, flags, mode);
}
