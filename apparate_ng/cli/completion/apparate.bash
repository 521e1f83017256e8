# Completion of apparate for bash: eval "$(apparate completion bash)"

_apparate_completion() {
    local kind value
    COMPREPLY=()
    while IFS=, read -r kind value; do
        case $kind in
            plain) COMPREPLY+=("$value") ;;
            file | dir) compopt -o default 2>/dev/null ;;
        esac
    done < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD _APPARATE_COMPLETE=bash_complete \
        command apparate 2>/dev/null)
    # names with spaces and the like: bash quotes file names as the place needs it
    [[ ${COMPREPLY[*]} == *[!A-Za-z0-9_.,/@%+=-]* ]] && compopt -o filenames 2>/dev/null
    return 0
}

complete -o nosort -F _apparate_completion apparate apparate-ng 2>/dev/null ||
    complete -F _apparate_completion apparate apparate-ng
