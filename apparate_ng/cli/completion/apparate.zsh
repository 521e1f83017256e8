#compdef apparate apparate-ng
# Completion of apparate for zsh: eval "$(apparate completion zsh)", after compinit

_apparate_completion() {
    local -a lines plain described
    local kind value help paths
    lines=("${(@f)$(COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT - 1)) _APPARATE_COMPLETE=zsh_complete \
        command apparate 2>/dev/null)}")
    for kind value help in "${lines[@]}"; do
        case $kind in
            plain)
                if [[ $help == _ ]]; then
                    plain+=("$value")
                else
                    described+=("$value:$help")
                fi
                ;;
            file | dir) paths=1 ;;
        esac
    done
    (( $#described )) && _describe -V apparate described
    (( $#plain )) && compadd -V apparate -- "${plain[@]}"
    [[ -n $paths ]] && _files
    return 0
}

if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _apparate_completion "$@"
else
    compdef _apparate_completion apparate apparate-ng
fi
