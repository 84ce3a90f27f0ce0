/** What the user asks for: a YAML file read to records, with every mistake told at its place. */
package org.pushforward.jobs.spec;
