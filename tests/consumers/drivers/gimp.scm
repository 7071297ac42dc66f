; Write each color and name of each palette that GIMP has loaded to the file ANSWER, a line each.
(let* ((answer (open-output-file "ANSWER"))
       (hex (lambda (level) (string-append (if (< level 16) "0" "") (number->string level 16)))))
  (for-each
    (lambda (palette)
      (let ((count (car (gimp-palette-get-info palette))))
        (display (string-append "palette\t" palette "\n") answer)
        (do ((index 0 (+ index 1))) ((= index count))
          (let ((color (car (gimp-palette-entry-get-color palette index))))
            (display (string-append "#" (apply string-append (map hex color)) "\t"
                                    (car (gimp-palette-entry-get-name palette index)) "\n") answer)))))
    (cadr (gimp-palettes-get-list "")))
  (close-output-port answer))
