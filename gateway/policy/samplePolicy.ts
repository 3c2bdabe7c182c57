/** The policy that `init` writes: reading is free, new files are the agent's own, and overwriting asks a person. */
export const SAMPLE_POLICY = `// Who may do what, and when a person is asked. A call that no permit covers is denied. A forbid with "unless { context
// has approval ... }" is what makes a challenge: people can lift it, with at least the presence it names (1 click,
// 2 hold, 3 typed) and the number of approvers it names. A forbid without "unless" can be lifted by nobody.

@id("read")
permit (principal, action, resource)
when { ["read_file", "read_text_file", "read_media_file", "read_multiple_files", "list_directory", "list_directory_with_sizes",
        "directory_tree", "search_files", "get_file_info", "list_allowed_directories"].contains(context.tool) };

@id("write")
permit (principal, action, resource)
when { ["write_file", "edit_file", "create_directory"].contains(context.tool) };

@id("overwrite")
@risk_level("3")
@reason("It changes a file that this session did not write.")
forbid (principal, action, resource)
when { ["write_file", "edit_file"].contains(context.tool) && context.facts.target_exists && !context.facts.written_by_session }
unless { context has approval && context.approval.presence >= 2 };
`
